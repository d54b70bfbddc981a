package io.github.phoneidentity.testing;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** A picture of a page with at most 256 colours, which is all that most pages have. */
final class IndexedPng {

  private static final int MOST_COLOURS = 256;

  /**
   * The five upper bits of red, green and blue: colours that are equal in them are taken as one.
   */
  private static final int COARSE = 0xf8f8f8;

  private IndexedPng() {}

  /** Writes the smaller picture of {@code png} to a file. */
  static void write(byte[] png, Path file) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      BufferedImage picture = indexed(ImageIO.read(new ByteArrayInputStream(png)));
      ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
      ImageWriteParam smallest = writer.getDefaultWriteParam();
      smallest.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      smallest.setCompressionQuality(0);
      Files.deleteIfExists(file);
      try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
        writer.setOutput(out);
        writer.write(null, new IIOImage(picture, null, null), smallest);
      } finally {
        writer.dispose();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static BufferedImage indexed(BufferedImage picture) {
    int width = picture.getWidth();
    int height = picture.getHeight();
    int[] pixels = picture.getRGB(0, 0, width, height, null, 0, width);
    int[] palette = palette(pixels);
    IndexColorModel colours =
        new IndexColorModel(
            Byte.SIZE, palette.length, palette, 0, false, -1, java.awt.image.DataBuffer.TYPE_BYTE);
    BufferedImage result =
        new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED, colours);
    Map<Integer, Integer> nearest = new HashMap<>();
    for (int at = 0; at < pixels.length; at++) {
      int index = nearest.computeIfAbsent(pixels[at], colour -> nearest(palette, colour));
      result.getRaster().setSample(at % width, at / width, 0, index);
    }
    return result;
  }

  /** The most frequent coarse colours, each as the exact colour that is the most frequent in it. */
  private static int[] palette(int[] pixels) {
    Map<Integer, Map<Integer, Integer>> shades = new HashMap<>();
    for (int pixel : pixels) {
      shades
          .computeIfAbsent(pixel & COARSE, coarse -> new HashMap<>())
          .merge(pixel, 1, Integer::sum);
    }
    Comparator<Map<Integer, Integer>> byUse =
        Comparator.comparingInt(
            counts -> counts.values().stream().mapToInt(Integer::intValue).sum());
    List<Map<Integer, Integer>> used =
        shades.values().stream().sorted(byUse.reversed()).limit(MOST_COLOURS).toList();
    return used.stream()
        .mapToInt(
            counts ->
                counts.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey())
        .toArray();
  }

  private static int nearest(int[] palette, int colour) {
    return IntStream.range(0, palette.length)
        .boxed()
        .min(Comparator.comparingInt(index -> distance(palette[index], colour)))
        .orElseThrow();
  }

  private static int distance(int one, int other) {
    int distance = 0;
    for (int shift = 0; shift < Integer.SIZE - Byte.SIZE; shift += Byte.SIZE) {
      int difference = (one >> shift & 0xff) - (other >> shift & 0xff);
      distance += difference * difference;
    }
    return distance;
  }
}
