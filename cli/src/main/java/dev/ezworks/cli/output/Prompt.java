package dev.ezworks.cli.output;

/** Asks the person at the terminal. */
public interface Prompt {
    /** Whether there is somebody to ask. */
    boolean available();

    /** Asks for a line; empty if the answer is or if the input ended. */
    String line(String question);

    /** Asks for a line that is not shown while it is typed. */
    String secret(String question);
}
