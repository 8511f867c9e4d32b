package dev.ezworks.cli.command;

import dev.ezworks.api.FileInfo;
import dev.ezworks.cli.client.Precondition;

/** What is to become of a name. */
sealed interface UploadDecision {
    /** The manifest has it. */
    record Done() implements UploadDecision {}

    /** The catalog has it. */
    record Unchanged(FileInfo file) implements UploadDecision {}

    /** It gets a new version, provided that this holds. */
    record Publish(Precondition precondition) implements UploadDecision {}
}
