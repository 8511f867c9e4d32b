package dev.ezworks.server.storage.local;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileStoreAttributeView;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A disk that says it has no more space than it is told to. */
final class SmallFileStore extends FileStore {
    private final FileStore disk;
    private final LongSupplier space;

    SmallFileStore(FileStore disk, LongSupplier space) {
        this.disk = disk;
        this.space = space;
    }

    @Override
    public long getUsableSpace() throws IOException {
        return Math.min(space.getAsLong(), disk.getUsableSpace());
    }

    @Override
    public long getTotalSpace() throws IOException {
        return disk.getTotalSpace();
    }

    @Override
    public long getUnallocatedSpace() throws IOException {
        return getUsableSpace();
    }

    @Override
    public String name() {
        return disk.name();
    }

    @Override
    public String type() {
        return disk.type();
    }

    @Override
    public boolean isReadOnly() {
        return disk.isReadOnly();
    }

    @Override
    public boolean supportsFileAttributeView(Class<? extends FileAttributeView> type) {
        return disk.supportsFileAttributeView(type);
    }

    @Override
    public boolean supportsFileAttributeView(String name) {
        return disk.supportsFileAttributeView(name);
    }

    @Override
    public <V extends FileStoreAttributeView> @Nullable V getFileStoreAttributeView(Class<V> type) {
        return disk.getFileStoreAttributeView(type);
    }

    @Override
    public Object getAttribute(String attribute) throws IOException {
        return disk.getAttribute(attribute);
    }
}
