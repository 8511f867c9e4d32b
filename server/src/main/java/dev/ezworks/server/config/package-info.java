/** Settings, the choice of the store, and how everything is wired together. */
@NullMarked
package dev.ezworks.server.config;

import org.jspecify.annotations.NullMarked;
