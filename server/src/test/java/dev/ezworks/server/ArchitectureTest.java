package dev.ezworks.server;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameStartingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.GeneralCodingRules;
import dev.ezworks.server.account.AccountStore;
import dev.ezworks.server.content.ContentStore;
import dev.ezworks.server.files.FileCatalog;
import dev.ezworks.server.files.FileStore;
import dev.ezworks.server.maintenance.Scrub;
import dev.ezworks.server.maintenance.ScrubStore;
import dev.ezworks.server.session.SessionStore;
import dev.ezworks.server.uploads.UploadStore;
import java.nio.file.Files;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Profile;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The rules that keep the server's parts apart. */
class ArchitectureTest {
    private static final JavaClasses SERVER = ours("dev.ezworks.server");

    private static final String CONFIG = "dev.ezworks.server.config..";
    private static final String WEB = "dev.ezworks.server.web..";
    private static final String LOCAL = "dev.ezworks.server.storage.local..";
    private static final String MONGO = "dev.ezworks.server.storage.mongo..";

    private static JavaClasses ours(String root) {
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(root);
    }

    @Test
    void featuresShouldBeFreeOfCycles() {
        slices().matching("dev.ezworks.server.(*)..").should().beFreeOfCycles().check(SERVER);
    }

    @Test
    void onlyConfigShouldSeeTheStores() {
        noClasses()
                .that()
                .resideOutsideOfPackages(CONFIG, LOCAL, MONGO)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(LOCAL, MONGO)
                .check(SERVER);
    }

    @Test
    void storesShouldNotSeeEachOther() {
        noClasses()
                .that()
                .resideInAPackage(LOCAL)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(MONGO)
                .check(SERVER);
        noClasses()
                .that()
                .resideInAPackage(MONGO)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(LOCAL)
                .check(SERVER);
    }

    @Test
    void storesShouldSeePortsAndNoHttp() {
        noClasses()
                .that()
                .resideInAnyPackage(LOCAL, MONGO)
                // Of the driver's connections, not of HTTP.
                .and()
                .doNotHaveSimpleName("MongoTransport")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(WEB, CONFIG, "org.springframework..", "reactor.netty..", "io.netty..")
                .check(SERVER);
    }

    @Test
    void mongoShouldStayInItsStore() {
        noClasses()
                .that()
                .resideOutsideOfPackage(MONGO)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.mongodb..", "org.bson..")
                .check(SERVER);
    }

    @Test
    void sqlAndFilesShouldStayInTheLocalStore() {
        noClasses()
                .that()
                .resideOutsideOfPackages(LOCAL, CONFIG)
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.sql..", "javax.sql..", "org.sqlite..", "org.flywaydb..")
                        .or(belongToAnyOf(Files.class)))
                .check(SERVER);
    }

    @Test
    void springsWebShouldStayAtTheEdge() {
        noClasses()
                .that(isAtTheEdge().negate().as("are not at the edge"))
                .and()
                .doNotHaveSimpleName("MongoTransport")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.springframework.web..",
                        "org.springframework.http..",
                        "org.springframework.security..",
                        "org.springframework.boot..",
                        "reactor.netty..",
                        "io.netty..")
                .check(SERVER);
    }

    /** Endpoints, filters and what they read and write, each named for what it is. */
    private static DescribedPredicate<JavaClass> isAtTheEdge() {
        return resideInAnyPackage(WEB, CONFIG)
                .or(resideInAPackage("dev.ezworks.server"))
                .or(
                        describe(
                                "belong to the edge of a feature",
                                type -> topLevel(type)
                                        .getSimpleName()
                                        .matches(
                                                ".*(Endpoint|Endpoints|Authentication|Problems|Headers|Conditions|Parameters|Form|Response"
                                                        + "|Sender|Body)|Credentials|CurrentSession|Owners|Uploader|MultipartByteRanges")));
    }

    private static JavaClass topLevel(JavaClass type) {
        return type.getEnclosingClass().map(ArchitectureTest::topLevel).orElse(type);
    }

    @Test
    void micrometerShouldStayWithTheMetrics() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.ezworks.server.metrics..", CONFIG)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.micrometer..")
                .check(SERVER);
    }

    @Test
    void portsShouldSeeNothingButJdkReactorAndOurOwnWords() {
        classes()
                .that()
                .belongToAnyOf(
                        ContentStore.class,
                        FileStore.class,
                        AccountStore.class,
                        SessionStore.class,
                        UploadStore.class,
                        ScrubStore.class,
                        FileCatalog.class,
                        Scrub.class)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "reactor..",
                        "org.reactivestreams..",
                        "org.slf4j..",
                        "org.jspecify..",
                        "dev.ezworks..")
                .check(SERVER);
    }

    @Test
    void apiShouldSeeTheJdkOnly() {
        classes()
                .that()
                .resideInAPackage("dev.ezworks.api..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "dev.ezworks.api..", "org.jspecify..")
                .check(ours("dev.ezworks.api"));
    }

    @Test
    void formsShouldBeReadWithTheJdkOnly() {
        classes()
                .that()
                .resideInAPackage("dev.ezworks.server.multipart..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "dev.ezworks.server.multipart..", "org.jspecify..")
                .check(SERVER);
    }

    @Test
    void nothingShouldBlock() {
        noClasses()
                .should()
                .callMethodWhere(describe(
                        "Mono or Flux is blocked on",
                        call -> call.getName().matches("block.*|toIterable|toStream")
                                && (call.getTargetOwner().isAssignableTo(Mono.class)
                                        || call.getTargetOwner().isAssignableTo(Flux.class))))
                .check(SERVER);
    }

    /** The jar is put together as its objects were worked out when it was built. */
    @Test
    void noSettingShouldDecideWhichObjectsThereAre() {
        noClasses()
                .should()
                .dependOnClassesThat(simpleNameStartingWith("ConditionalOn")
                        .or(belongToAnyOf(Profile.class, Conditional.class))
                        .and(not(belongToAnyOf(ConditionalOnMissingBean.class))))
                .check(SERVER);
    }

    @Test
    void nothingShouldBePrinted() {
        noClasses()
                .that()
                .doNotBelongToAnyOf(EzworksServer.class)
                .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS)
                .check(SERVER);
    }

    @Test
    void timeShouldComeFromAClock() {
        noClasses()
                .should()
                .callMethodWhere(describe(
                        "time is taken without a clock",
                        call -> call.getTargetOwner().getPackageName().equals("java.time")
                                && call.getName().equals("now")
                                && call.getTarget().getRawParameterTypes().isEmpty()))
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(SERVER);
    }

    @Test
    void everyPackageShouldBeNullMarked() {
        classes()
                .should(new ArchCondition<>("reside in a @NullMarked package") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        events.add(new SimpleConditionEvent(
                                type, type.getPackage().isAnnotatedWith(NullMarked.class), type.getPackageName()));
                    }
                })
                .check(SERVER);
    }
}
