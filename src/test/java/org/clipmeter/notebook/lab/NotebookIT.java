package org.clipmeter.notebook.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The quickstart as people see it in Jupyter Notebook 7, in a browser. */
class NotebookIT {
    private static final Path BASE = Path.of(System.getProperty("basedir", "."));
    private static final String OUTPUT = ".jp-OutputArea-output";
    private static final int TALL = 9000;

    @Test
    void aScoredCellShowsItsCardItsTableAndItsCharts(@TempDir Path folder) throws IOException {
        assumeTrue(
                Files.isRegularFile(Lab.browser()),
                "no browser: 'python3 src/build/develop.py prepare-tests' found none (.clipmeter/log/browser.log)");
        assumeTrue(
                Files.isDirectory(BASE.resolve(".clipmeter/venv/share/jupyter/lab/schemas/@jupyter-notebook")),
                "no Notebook: 'python3 src/build/develop.py prepare-tests' did not install it (.clipmeter/log/notebook-pip.log)");
        Files.copy(BASE.resolve("notebooks/quickstart.ipynb"), folder.resolve("quickstart.ipynb"));
        try (Lab notebook = Lab.start(Lab.App.NOTEBOOK, folder)) {
            notebook.open("quickstart.ipynb", TALL);
            notebook.runAll();
            assertEquals(List.of(), notebook.texts(OUTPUT + "[data-mime-type='application/vnd.jupyter.stderr']"));
            notebook.screenshot(
                    Files.createDirectories(BASE.resolve("target/lab")).resolve("notebook.png"));
            List<String> outputs = notebook.texts(OUTPUT);
            assertTrue(outputs.stream().anyMatch(text -> text.contains("evaluated 60 of 60")), outputs.toString());
            List<String> heads = notebook.texts(OUTPUT + " th");
            assertTrue(heads.containsAll(List.of("prompt", "logits_per_image", "status")), heads.toString());
            List<Integer> pictures = notebook.pictures(OUTPUT + " img");
            assertTrue(pictures.stream().filter(width -> width >= 500).count() >= 2, "charts: " + pictures);
            assertFalse(pictures.contains(0), "a picture that can't be shown: " + pictures);
            List<Integer> overflow = notebook.overflow(OUTPUT + " div:has(> table)");
            assertTrue(overflow.stream().allMatch(pixels -> pixels == 0), "tables are cut off: " + overflow);
            assertTrue(
                    notebook.contrast(OUTPUT).stream()
                            .filter(part -> part.texts() > 0)
                            .allMatch(part -> part.ratio() >= 3.0),
                    notebook.contrast(OUTPUT).toString());
        }
    }
}
