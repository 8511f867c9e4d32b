/** The catalog: what each operator has published, how it is listed, fetched and removed. */
@NullMarked
package dev.ezworks.server.files;

import org.jspecify.annotations.NullMarked;
