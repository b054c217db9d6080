package org.clipmeter.notebook;

import java.util.List;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what is wrong with the arguments of a magic; the parser's own messages speak of indexes and parameters. */
final class Slips {
    private Slips() {}

    /** What is wrong, with the option as it is typed, and where to read more. */
    static String explain(ParameterException e) {
        String magic = e.getCommandLine().getCommandSpec().qualifiedName();
        return magic + ": " + problem(e) + "\nSee " + magic + " --help";
    }

    private static String problem(ParameterException e) {
        if (e instanceof UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            return unmatched(unmatched);
        }
        ArgSpec argument = e.getArgSpec();
        if (e instanceof MissingParameterException missing) {
            List<ArgSpec> all = missing.getMissing();
            ArgSpec first = all.isEmpty() ? argument : all.get(0);
            return first instanceof OptionSpec option
                    ? option.longestName() + " needs a value: " + option.paramLabel()
                    : first == null ? "an argument is missing" : "expected " + name(first);
        }
        if (e instanceof OverwrittenOptionException overwritten) {
            return name(overwritten.getOverwritten()) + " is given twice; give it once";
        }
        if (argument == null) {
            String message = String.valueOf(e.getMessage());
            return message.lines().findFirst().orElse(message);
        }
        return name(argument) + ": " + reason(e, argument);
    }

    /** What the value's converter says, or what kind of value is expected. */
    private static String reason(ParameterException e, ArgSpec argument) {
        if (argument.converters().length > 0 && e.getCause() instanceof TypeConversionException conversion) {
            return String.valueOf(conversion.getMessage());
        }
        Class<?> type = argument.auxiliaryTypes().length > 0 ? argument.auxiliaryTypes()[0] : argument.type();
        boolean number = type == int.class || type == Integer.class || type == long.class || type == Long.class;
        return "expected " + (number ? "a whole number" : argument.paramLabel()) + ", got " + e.getValue();
    }

    /** An option as it is typed, or what stands for a word. */
    private static String name(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }

    private static String unmatched(UnmatchedArgumentException e) {
        String first = e.getUnmatched().get(0);
        String what = first.startsWith("-")
                ? "unknown option "
                : e.getCommandLine().getSubcommands().isEmpty() ? "unexpected argument " : "unknown subcommand ";
        boolean withoutDashes = e.getCommandLine().getCommandSpec().findOption("--" + first) != null;
        List<String> near = withoutDashes
                ? List.of("--" + first)
                : e.getSuggestions().stream().limit(2).map(Slips::bare).toList();
        return what + first + (near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?");
    }

    /** Drops the name of the value, which picocli includes when it suggests an option. */
    private static String bare(String suggestion) {
        return suggestion.replaceFirst("[= ].*", "");
    }
}
