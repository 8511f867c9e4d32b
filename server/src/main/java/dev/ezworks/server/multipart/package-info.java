/** Reads {@code multipart/form-data} (RFC 2046 section 5.1, RFC 7578) as its bytes come in; knows nothing but the JDK. */
@NullMarked
package dev.ezworks.server.multipart;

import org.jspecify.annotations.NullMarked;
