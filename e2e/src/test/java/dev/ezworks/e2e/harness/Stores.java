package dev.ezworks.e2e.harness;

import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;

/** The stores that a test class runs on. */
final class Stores implements ArgumentsProvider {
    private static final boolean ALWAYS_BOTH = "both".equals(System.getProperty("ezworks.e2e.stores"));

    @Override
    public Stream<? extends Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context) {
        OneStoreIsEnough one = context.getRequiredTestClass().getAnnotation(OneStoreIsEnough.class);
        return (one == null || ALWAYS_BOTH ? Stream.of(StoreKind.values()) : Stream.of(one.value())).map(Arguments::of);
    }
}
