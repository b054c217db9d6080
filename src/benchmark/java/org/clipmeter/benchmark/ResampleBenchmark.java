package org.clipmeter.benchmark;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.clipmeter.image.ImageException;
import org.clipmeter.image.RgbImage;
import org.clipmeter.image.decode.ImageDecoder;
import org.clipmeter.preprocess.ClipImageProcessor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Times the stages of preprocessing: milliseconds per picture on one thread. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class ResampleBenchmark {
    /** Format and size of the picture. */
    @Param({"png 512 512", "jpeg 2000 1500"})
    public String picture = "";

    private final ClipImageProcessor processor = ClipImageProcessor.openai(224);
    private byte[] encoded = {};
    private RgbImage image = new RgbImage(0, 0, new byte[0], false);

    /** Draws and encodes the picture. */
    @Setup
    public void draw() throws IOException, ImageException {
        String[] words = picture.split(" ", -1);
        encoded = Photographs.encoded(words[0], Integer.parseInt(words[1]), Integer.parseInt(words[2]));
        image = ImageDecoder.decode(encoded, picture);
    }

    /** Encoded bytes to RGB. */
    @Benchmark
    public RgbImage decode() throws ImageException {
        return ImageDecoder.decode(encoded, picture);
    }

    /** RGB to the bytes of the crop. */
    @Benchmark
    public byte[] crop() {
        return processor.crop(image);
    }

    /** Encoded bytes to the network's input. */
    @Benchmark
    public float[] decodeToPixelValues() throws ImageException {
        return processor.pixelValues(ImageDecoder.decode(encoded, picture));
    }
}
