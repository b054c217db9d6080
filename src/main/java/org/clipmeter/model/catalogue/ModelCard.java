package org.clipmeter.model.catalogue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.clipmeter.files.LocalFile;

/** The card of a model: a README.md whose head is YAML between two lines of dashes. */
public final class ModelCard {
    private static final String DASHES = "---";
    private static final long LONGEST = 1 << 20;
    private static final Pattern LICENSE =
            Pattern.compile("(?m)^license:[ \\t]*[\"']?([A-Za-z0-9][A-Za-z0-9 .+_-]{0,60}?)[\"']?[ \\t]*$");

    private ModelCard() {}

    /** The license that the card in a folder states; empty if there is no card, or it does not state any. */
    public static Optional<String> license(Path folder) {
        Path card = folder.resolve("README.md");
        if (!LocalFile.exists(card)) {
            return Optional.empty();
        }
        try {
            String text = new String(LocalFile.read(card, LONGEST), StandardCharsets.UTF_8).replace("\r", "");
            int end = text.indexOf("\n" + DASHES, DASHES.length());
            if (!text.startsWith(DASHES) || end < 0) {
                return Optional.empty();
            }
            Matcher license = LICENSE.matcher(text.substring(0, end));
            return license.find() ? Optional.of(license.group(1)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
