package org.clipmeter.notebook;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.clipmeter.image.ImageDecoder;
import org.clipmeter.image.ImageException;
import org.clipmeter.image.RgbImage;

/** Pictures side by side with a caption each, as small re-encoded copies: nothing of the files but their pixels. */
final class Pictures {
    private static final int MOST = 60;
    private static final int EDGE = 96;

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
                html.append(
                                "<img style=\"display:block;border:1px solid rgba(128,128,128,.4)\" alt=\"\" src=\"data:image/png;base64,")
                        .append(Base64.getEncoder().encodeToString(thumbnail(ImageDecoder.decode(picture.getKey()))))
                        .append("\">");
            } catch (ImageException e) {
                html.append(Html.escape(String.valueOf(e.getMessage())));
            } catch (IOException e) {
                html.append("no PNG can be written here");
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

    private static byte[] thumbnail(RgbImage image) throws IOException {
        BufferedImage whole = new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
        byte[] rgb = image.rgb();
        for (int i = 0; i < image.width() * image.height(); i++) {
            int colour = ((rgb[3 * i] & 255) << 16) | ((rgb[3 * i + 1] & 255) << 8) | (rgb[3 * i + 2] & 255);
            whole.setRGB(i % image.width(), i / image.width(), colour);
        }
        double scale = (double) EDGE / Math.max(image.width(), image.height());
        int width = Math.max(1, (int) Math.round(image.width() * scale));
        int height = Math.max(1, (int) Math.round(image.height() * scale));
        BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = small.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        graphics.drawImage(whole, 0, 0, width, height, null);
        graphics.dispose();
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        if (!ImageIO.write(small, "png", png)) {
            throw new IOException("no PNG writer");
        }
        return png.toByteArray();
    }
}
