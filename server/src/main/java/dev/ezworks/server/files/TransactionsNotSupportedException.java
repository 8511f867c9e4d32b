package dev.ezworks.server.files;

/** The store cannot change several files in one step: a standalone mongod has no transactions. */
public final class TransactionsNotSupportedException extends RuntimeException {
    public TransactionsNotSupportedException() {
        super("the store has no transactions: publish one file at a time");
    }
}
