package dev.ezworks.e2e.harness;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/**
 * Runs a test class once for each {@link StoreKind}, which its constructor takes; for one only, if it says so by {@link
 * OneStoreIsEnough}.
 */
@ParameterizedClass(name = "{0}")
@ArgumentsSource(Stores.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface OnBothStores {}
