package dev.ezworks.cli.command;

import picocli.CommandLine.IVersionProvider;

/** The version of this build, from its jar. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {line()};
    }

    static String line() {
        String version = Version.class.getPackage().getImplementationVersion();
        return "ezworks " + (version == null ? "(development build)" : version);
    }
}
