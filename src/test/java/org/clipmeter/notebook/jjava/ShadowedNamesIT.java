package org.clipmeter.notebook.jjava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.clipmeter.notebook.jjava.Kernel.Cell;
import org.clipmeter.notebook.kernel.CellNames;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user's own class, variable or method has precedence over what clipmeter brings into cells, and magics go on. */
class ShadowedNamesIT {
    @Test
    void aUserMayDeclareEveryNameThatClipmeterBrings(@TempDir Path folder) throws Exception {
        Set<String> names = CellNames.all();
        assertTrue(names.containsAll(List.of("Shapes", "ClipMeter", "Table", "lastRun", "pictures")), names::toString);
        try (Kernel kernel = Kernel.start(folder, Map.of())) {
            for (String cell : CellNames.declarations(names)) {
                Cell declared = kernel.run(cell);
                assertEquals(List.of(), declared.outputs(), declared::toString);
            }
            assertEquals(
                    Integer.toString(111 * names.size()),
                    kernel.run(CellNames.use(names)).result());
            Cell magic = kernel.run("%tifa --source shapes --limit 3 -o after");
            assertTrue(magic.result().endsWith("3 rows"), magic.toString());
            assertEquals("3", kernel.run("after.rowCount()").result());
            Cell runs = kernel.run("%clip runs");
            assertTrue(runs.result().endsWith("0 rows"), runs.toString());
        }
    }
}
