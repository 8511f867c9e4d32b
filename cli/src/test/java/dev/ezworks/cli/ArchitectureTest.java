package dev.ezworks.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.ezworks.cli");

    @Test
    void theClientShouldSeeNeitherSpringNorTheServer() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework..", "reactor..", "dev.ezworks.server..")
                .check(CLASSES);
    }

    @Test
    void onlyMainAndPrintersShouldTouchTheStandardStreams() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(EzworksCli.class.getName())
                .and()
                .resideOutsideOfPackage("..output..")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .accessField(System.class, "in")
                .check(CLASSES);
    }

    @Test
    void onlyCommandsShouldSeePicocli() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..command..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("picocli..")
                .check(CLASSES);
    }

    @Test
    void onlyTheClientShouldSpeakHttp() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..client..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.net.http..")
                .check(CLASSES);
    }

    @Test
    void commandsShouldBeWhatEverythingElseIsFor() {
        noClasses()
                .that()
                .resideInAnyPackage("..client..", "..output..", "..profile..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("..command..")
                .check(CLASSES);
    }

    @Test
    void packagesShouldBeFreeOfCycles() {
        slices().matching("dev.ezworks.cli.(client|output|profile|command)..")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    @Test
    void everyPackageShouldBeNullMarked() {
        classes().should(liveInANullMarkedPackage()).check(CLASSES);
    }

    private static ArchCondition<JavaClass> liveInANullMarkedPackage() {
        return new ArchCondition<>("live in a package that is @NullMarked") {
            @Override
            public void check(JavaClass javaClass, ConditionEvents events) {
                boolean marked = javaClass.getPackage().isAnnotatedWith(NullMarked.class);
                events.add(new SimpleConditionEvent(javaClass, marked, javaClass.getName()));
            }
        };
    }
}
