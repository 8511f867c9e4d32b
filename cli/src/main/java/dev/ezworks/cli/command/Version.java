package dev.ezworks.cli.command;

import picocli.CommandLine.IVersionProvider;

/** The version of this build, from its jar. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Version.class.getPackage().getImplementationVersion();
        return new String[] {"ezworks " + (version == null ? "(development build)" : version)};
    }
}
