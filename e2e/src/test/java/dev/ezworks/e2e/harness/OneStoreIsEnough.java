package dev.ezworks.e2e.harness;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What the class tests is the client's; that both stores answer it alike others show. So it runs on the store that is
 * named here, and on both with {@code -Dezworks.e2e.stores=both}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface OneStoreIsEnough {
    /** The store. */
    StoreKind value();
}
