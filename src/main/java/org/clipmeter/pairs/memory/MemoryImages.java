package org.clipmeter.pairs.memory;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import com.google.common.jimfs.PathType;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.clipmeter.pairs.Images;
import org.clipmeter.pairs.PairingException;
import org.jspecify.annotations.Nullable;

/**
 * Pictures in memory as the images of a run.
 *
 * <pre>{@code
 * ScoreRun run = clip.score(MemoryImages.of(Map.of("coco_301091", picture)), Tifa.load());
 * }</pre>
 */
public final class MemoryImages {
    /** Where their paths begin, on a file system that exists in memory only. */
    private static final String FOLDER = "/pictures-in-memory";

    /** Of 0 to 1; the fastest compression of a PNG that is one. */
    private static final float FAST = 0.9f;

    private MemoryImages() {}

    /**
     * Pictures by their prompts' ids, in the map's order. They score exactly as PNG files that {@link ImageIO} writes of them: the stored
     * samples count, whatever the color space; gray is gray, and transparent pixels follow the same rules as those of files. Pictures of a
     * kind that PNG does not have, such as 5-6-5 bits or premultiplied alpha, are converted to 8 bits of sRGB first. Equal pictures are
     * embedded once, and the cache finds them by their content, as it does files.
     *
     * <p>The pictures are copied, so that they may be changed afterwards. The copies are PNGs in Java's heap, and nothing is written to the
     * disk; the heap is free again when neither the images nor a run of them is referenced. A run that is exported and read back
     * has lost them: its scores are there, its pictures are missing.
     *
     * @param picturesById at least one, each of at least one pixel; may be changed afterwards
     * @throws PairingException in one line, if there is no picture, an id is null or blank, or a picture is null or can't be copied
     */
    public static Images of(Map<String, BufferedImage> picturesById) {
        if (picturesById.isEmpty()) {
            throw new PairingException("images: the mapping id → picture is empty");
        }
        Path folder = folder();
        Map<String, Path> files = new LinkedHashMap<>();
        for (Map.Entry<@Nullable String, @Nullable BufferedImage> entry : picturesById.entrySet()) {
            String id = entry.getKey();
            BufferedImage picture = entry.getValue();
            if (id == null || id.isBlank()) {
                throw new PairingException("images: the id of a picture is " + (id == null ? "null" : "empty")
                        + ", expected the id of its prompt");
            }
            if (picture == null) {
                throw new PairingException(
                        "images: the picture with the id " + id + " is null, expected a BufferedImage");
            }
            files.put(id, copied(id, picture, folder));
        }
        return Images.mapping(files);
    }

    private static Path folder() {
        Configuration configuration = Configuration.builder(PathType.unix())
                .setRoots("/")
                .setWorkingDirectory("/")
                .setAttributeViews("basic")
                .setMaxSize(Runtime.getRuntime().maxMemory())
                .build();
        try {
            return Files.createDirectory(Jimfs.newFileSystem(UUID.randomUUID().toString(), configuration)
                    .getPath(FOLDER));
        } catch (IOException e) {
            throw new PairingException("images: pictures can't be copied: " + e.getMessage(), e);
        }
    }

    /** Ids may have characters that file names do not; two such ids have different names all the same. */
    private static Path copied(String id, BufferedImage picture, Path folder) {
        try {
            Path file = folder.resolve(id.replaceAll("[^\\p{L}\\p{N}._-]", "_") + ".png");
            for (int i = 2; Files.exists(file); i++) {
                file = folder.resolve(id.replaceAll("[^\\p{L}\\p{N}._-]", "_") + "(" + i + ").png");
            }
            return Files.write(file, png(picture));
        } catch (IOException | RuntimeException e) { // a raster that does not fit its color model fails in any way
            throw new PairingException("images: the picture with the id " + id + " can't be copied: " + e, e);
        }
    }

    private static byte[] png(BufferedImage picture) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam param = writer.getDefaultWriteParam();
            param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            param.setCompressionQuality(FAST);
            writer.setOutput(out);
            boolean possible = writer.getOriginatingProvider().canEncodeImage(picture)
                    && !picture.getColorModel().isAlphaPremultiplied();
            writer.write(null, new IIOImage(possible ? picture : converted(picture), null, null), param);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private static BufferedImage converted(BufferedImage picture) {
        int width = picture.getWidth();
        int height = picture.getHeight();
        boolean alpha = picture.getColorModel().hasAlpha();
        BufferedImage converted =
                new BufferedImage(width, height, alpha ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
        converted.setRGB(0, 0, width, height, picture.getRGB(0, 0, width, height, null, 0, width), 0, width);
        return converted;
    }
}
