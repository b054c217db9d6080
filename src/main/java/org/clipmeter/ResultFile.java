package org.clipmeter;

import java.io.IOException;
import java.nio.file.Path;
import org.clipmeter.files.ExportFile;
import org.clipmeter.table.TableText;

/** Writes results that have no file format of their own. */
final class ResultFile {
    private ResultFile() {}

    static void write(Result result, Path file) throws IOException {
        ExportFile.write(file, () -> TableText.csv(result.table()), result::json);
    }
}
