namespace Staple32.Stores;

/// <summary>Reads files that somebody else wrote: also one that grows, or a device that never ends, ends here.</summary>
internal static class BoundedFile
{
    private const int MinBuffer = 4096;

    /// <summary>Reads a stream to its end.</summary>
    /// <exception cref="InvalidDataException">It is longer than the limit.</exception>
    public static byte[] ReadToEnd(Stream stream, int limit)
    {
        // The length is only a hint: it decides how often the buffer grows.
        byte[] buffer = new byte[stream.CanSeek ? Math.Clamp(stream.Length + 1, MinBuffer, limit + 1L) : MinBuffer];
        int length = 0;
        while (true)
        {
            int read = stream.Read(buffer, length, buffer.Length - length);
            if (read == 0)
                return buffer[..length];
            length += read;
            if (length > limit)
                throw new InvalidDataException($"longer than {limit} bytes");
            if (length == buffer.Length)
                Array.Resize(ref buffer, (int)Math.Min(2L * buffer.Length, limit + 1L));
        }
    }
}
