package dev.ezworks.cli.output;

/** Which of the standard streams a person sits at, and how wide the window is. */
public interface Terminal {
    /** Whether standard input is a terminal. */
    boolean input();

    /** Whether standard output is a terminal. */
    boolean output();

    /** Whether standard error is a terminal that understands control sequences. */
    boolean error();

    /** The window's width in columns, now. */
    int columns();
}
