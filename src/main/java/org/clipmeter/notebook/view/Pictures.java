package org.clipmeter.notebook.view;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.clipmeter.image.ImageException;
import org.clipmeter.image.RgbImage;
import org.clipmeter.image.decode.ImageDecoder;

/**
 * Pictures side by side, each with a caption. They are small, newly encoded copies, which take only pixels from the
 * files.
 */
final class Pictures {
    private static final int MOST = 60;
    private static final int MOST_BYTES = 9_000;
    private static final int EDGE = 144;

    private final List<Shown> pictures;

    private Pictures(List<Shown> pictures) {
        this.pictures = pictures;
    }

    /** Where the pixels of a picture come from. */
    private interface Source {
        RgbImage read() throws ImageException;
    }

    /** A picture; its name is empty if it is not of a file. */
    private record Shown(String name, String caption, Source source) {
        String plain() {
            return name.isEmpty() ? caption : name + "  " + caption;
        }
    }

    static Pictures ofFiles(List<Map.Entry<Path, String>> captioned) {
        return new Pictures(captioned.stream()
                .map(picture -> new Shown(
                        String.valueOf(picture.getKey().getFileName()),
                        picture.getValue(),
                        () -> ImageDecoder.decode(picture.getKey())))
                .toList());
    }

    static Pictures of(List<Map.Entry<RgbImage, String>> captioned) {
        return new Pictures(captioned.stream()
                .map(picture -> new Shown("", picture.getValue(), picture::getKey))
                .toList());
    }

    Output output() {
        StringBuilder html = new StringBuilder("<div style=\"display:flex;flex-wrap:wrap;gap:.8em\">");
        StringBuilder plain = new StringBuilder();
        for (Shown picture : pictures.subList(0, Math.min(MOST, pictures.size()))) {
            plain.append(picture.plain()).append('\n');
            html.append("<div style=\"width:").append(EDGE + 32).append("px;font-size:.85em\">");
            try {
                html.append(Thumbnail.of(picture.source().read(), MOST_BYTES).html(picture.caption()))
                        .append("<br>");
            } catch (ImageException e) {
                html.append(Html.escape(String.valueOf(e.getMessage())));
            } catch (IOException e) {
                html.append("this Java can't write JPEG");
            }
            html.append(Html.escape(picture.caption())).append("</div>");
        }
        html.append("</div>");
        if (pictures.size() > MOST) {
            String more = "… " + (pictures.size() - MOST) + " more";
            html.append("<div style=\"opacity:.75\">").append(more).append("</div>");
            plain.append(more).append('\n');
        }
        return Output.of(plain.toString().stripTrailing(), html.toString());
    }
}
