namespace Staple32.Stores;

/// <summary>Reads files that somebody else wrote: also one that grows, or a device that never ends, ends here.</summary>
internal static class BoundedFile
{
    /// <summary>Reads a stream to its end.</summary>
    /// <exception cref="InvalidDataException">It is longer than the limit.</exception>
    public static byte[] ReadToEnd(Stream stream, int limit)
    {
        byte[] buffer = new byte[16 * 1024];
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
