package org.clipmeter.notebook.view;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.clipmeter.image.ImageException;
import org.clipmeter.image.decode.ImageDecoder;

/** Pictures side by side with a caption each, as small re-encoded copies: nothing of the files but their pixels. */
final class Pictures {
    private static final int MOST = 60;
    private static final int MOST_BYTES = 9_000;
    private static final int EDGE = 144;

    private final List<Map.Entry<Path, String>> captioned;

    Pictures(List<Map.Entry<Path, String>> captioned) {
        this.captioned = captioned;
    }

    Output output() {
        StringBuilder html = new StringBuilder("<div style=\"display:flex;flex-wrap:wrap;gap:.8em\">");
        StringBuilder plain = new StringBuilder();
        for (Map.Entry<Path, String> picture : captioned.subList(0, Math.min(MOST, captioned.size()))) {
            plain.append(picture.getKey().getFileName())
                    .append("  ")
                    .append(picture.getValue())
                    .append('\n');
            html.append("<div style=\"width:").append(EDGE + 32).append("px;font-size:.85em\">");
            try {
                html.append(Thumbnail.of(ImageDecoder.decode(picture.getKey()), MOST_BYTES)
                                .html(picture.getValue()))
                        .append("<br>");
            } catch (ImageException e) {
                html.append(Html.escape(String.valueOf(e.getMessage())));
            } catch (IOException e) {
                html.append("this Java can't write JPEG");
            }
            html.append(Html.escape(picture.getValue())).append("</div>");
        }
        html.append("</div>");
        if (captioned.size() > MOST) {
            String more = "… " + (captioned.size() - MOST) + " more";
            html.append("<div style=\"opacity:.75\">").append(more).append("</div>");
            plain.append(more).append('\n');
        }
        return Output.of(plain.toString().stripTrailing(), html.toString());
    }
}
