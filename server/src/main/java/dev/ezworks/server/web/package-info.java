/** HTTP that no feature owns: routing, problems, ranges and preconditions, request ids. */
@NullMarked
package dev.ezworks.server.web;

import org.jspecify.annotations.NullMarked;
