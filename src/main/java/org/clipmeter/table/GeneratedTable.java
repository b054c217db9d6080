package org.clipmeter.table;

import java.util.List;
import org.clipmeter.generate.GeneratedImage;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Images that a service made, as a table. */
public final class GeneratedTable {
    private GeneratedTable() {}

    /**
     * A row for each image that was asked for: {@code index}, {@code id}, {@code source}, {@code prompt}, {@code image}, {@code
     * status} ({@code made}, {@code kept}, {@code moderated} or {@code failed}), {@code seed}, {@code size}, {@code seconds},
     * {@code model}, {@code revised_prompt}, {@code flags}, {@code reason}.
     */
    public static Table of(List<GeneratedImage> outcomes) {
        IntColumn index = NumberFormats.whole("index");
        StringColumn id = StringColumn.create("id");
        StringColumn source = StringColumn.create("source");
        StringColumn prompt = StringColumn.create("prompt");
        StringColumn image = StringColumn.create("image");
        StringColumn status = StringColumn.create("status");
        LongColumn seed = LongColumn.create("seed");
        StringColumn size = StringColumn.create("size");
        var seconds = NumberFormats.fixed("seconds", 1);
        StringColumn model = StringColumn.create("model");
        StringColumn revised = StringColumn.create("revised_prompt");
        StringColumn flags = StringColumn.create("flags");
        StringColumn reason = StringColumn.create("reason");
        for (GeneratedImage each : outcomes) {
            index.append(index.size());
            id.append(each.prompt().id());
            source.append(each.prompt().source());
            prompt.append(each.prompt().text());
            Long sent = each.seed();
            if (sent == null) {
                seed.appendMissing();
            } else {
                seed.append(sent.longValue());
            }
            GeneratedImage.Made made = each instanceof GeneratedImage.Made one ? one : null;
            image.append(made == null ? "" : String.valueOf(made.file().getFileName()));
            status.append(status(each));
            size.append(made == null ? "" : made.width() + "x" + made.height());
            if (made == null) {
                seconds.appendMissing();
            } else {
                seconds.append(made.seconds());
            }
            model.append(made == null || made.model() == null ? "" : made.model());
            revised.append(made == null || made.revisedPrompt() == null ? "" : made.revisedPrompt());
            flags.append(made == null ? "" : String.join(" ", made.flags()));
            reason.append(each instanceof GeneratedImage.Failed failed ? failed.reason() : "");
        }
        return Table.create(
                "images", index, id, source, prompt, image, status, seed, size, seconds, model, revised, flags, reason);
    }

    private static String status(GeneratedImage image) {
        if (image instanceof GeneratedImage.Failed failed) {
            return failed.moderated() ? "moderated" : "failed";
        }
        return image instanceof GeneratedImage.Made made && made.kept() ? "kept" : "made";
    }
}
