package dev.ezworks.cli.command;

import dev.ezworks.cli.client.RateLimit;
import dev.ezworks.cli.client.Retries;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How files are moved: how many at once, how fast, how stubbornly. */
final class TransferOptions {
    @Option(
            names = {"-j", "--jobs"},
            paramLabel = "N",
            defaultValue = "4",
            converter = JobsConverter.class,
            description = "How many files to move at once (default: ${DEFAULT-VALUE}).")
    int jobs = 4;

    @Option(
            names = "--limit-rate",
            paramLabel = "BYTES",
            converter = RateConverter.class,
            description = "How many bytes a second to move, over all files; as in 500K, 10M, 1G.")
    RateLimit rate = RateLimit.NONE;

    @Option(
            names = "--max-retries",
            paramLabel = "N",
            defaultValue = "5",
            converter = RetriesConverter.class,
            description = {
                "How often to try a file again when the network or the server fails (default: ${DEFAULT-VALUE}).",
                "The pauses double, from half a second to half a minute."
            })
    Retries retries = Retries.atMost(5);

    static final class JobsConverter implements ITypeConverter<Integer> {
        private static final int MAX_JOBS = 64;

        @Override
        public Integer convert(String value) {
            return number(value, 1, MAX_JOBS);
        }
    }

    static final class RetriesConverter implements ITypeConverter<Retries> {
        private static final int MAX_RETRIES = 1000;

        @Override
        public Retries convert(String value) {
            return Retries.atMost(number(value, 0, MAX_RETRIES));
        }
    }

    static final class RateConverter implements ITypeConverter<RateLimit> {
        @Override
        public RateLimit convert(String value) {
            try {
                return RateLimit.of(ByteCount.parse(value));
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    private static int number(String value, int from, int to) {
        try {
            int number = Integer.parseInt(value);
            if (number >= from && number <= to) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below, with what is expected.
        }
        throw new TypeConversionException("a number from " + from + " to " + to + " is needed");
    }
}
