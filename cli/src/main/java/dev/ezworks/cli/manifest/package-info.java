/** The record of what a run of uploads did, by which the next run knows what is left to do. */
@NullMarked
package dev.ezworks.cli.manifest;

import org.jspecify.annotations.NullMarked;
