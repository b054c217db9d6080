package io.github.spencerpark.ijava;

import io.github.spencerpark.jupyter.kernel.magic.CellMagicParseContext;
import io.github.spencerpark.jupyter.kernel.magic.MagicParser;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/** Magics as Java code: every one is followed by an empty block, which hides its value from the cell. */
final class MagicSource {
    private static final MagicParser PARSER = new MagicParser("(?<=(?:^|=))\\s*%", "%%");

    private MagicSource() {}

    static String transpile(String cell) {
        CellMagicParseContext whole = PARSER.parseCellMagic(cell);
        if (whole != null) {
            return "cellMagic(" + quoted(whole.getMagicCall().getName()) + ","
                    + list(whole.getMagicCall().getArgs()) + ","
                    + quoted(whole.getMagicCall().getBody()) + ");{};";
        }
        return PARSER.transformLineMagics(
                cell,
                line -> line.getLinePrefix()
                                                .replace("\\\"", "")
                                                .chars()
                                                .filter(c -> c == '"')
                                                .count()
                                        % 2
                                == 1
                        ? line.getRaw()
                        : "lineMagic(" + quoted(line.getMagicCall().getName()) + ","
                                + list(line.getMagicCall().getArgs()) + ");{};");
    }

    private static String list(List<String> args) {
        return args.stream().map(MagicSource::quoted).collect(Collectors.joining(",", "List.of(", ")"));
    }

    private static String quoted(String text) {
        String encoded = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        return "new String(Base64.getDecoder().decode(\"" + encoded + "\"))";
    }
}
