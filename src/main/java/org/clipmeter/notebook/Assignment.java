package org.clipmeter.notebook;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.lang.model.SourceVersion;
import org.jspecify.annotations.Nullable;

/** The variable that a magic's value is assigned to: {@code uce} in {@code Table uce = %clip score ...}. */
final class Assignment {
    private static final Pattern LAST_NAME =
            Pattern.compile("(?:^|[\\s;{}>\\]])(\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*)\\s*=\\s*$");

    private Assignment() {}

    /**
     * The variable's name; null if the value is not assigned, the cell's source is not known, or the cell assigns equal
     * calls to different variables.
     *
     * @param name the magic's name, without {@code %}
     * @param given its arguments as the kernel split them
     */
    static @Nullable String of(String name, List<String> given, @Nullable String source) {
        if (source == null || source.startsWith("%%")) {
            return null;
        }
        Set<String> names = new HashSet<>();
        Matcher call = Pattern.compile("(?m)^(.*?)%" + name + "\\b(.*)").matcher(source);
        while (call.find()) {
            if (Arguments.splitByKernel(call.group(2)).equals(given)) {
                Matcher variable = LAST_NAME.matcher(call.group(1));
                names.add(variable.find() && SourceVersion.isName(variable.group(1)) ? variable.group(1) : "");
            }
        }
        String only = names.size() == 1 ? names.iterator().next() : "";
        return only.isEmpty() ? null : only;
    }
}
