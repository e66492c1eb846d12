using System.Text;

namespace Staple32.Abi.Boundary;

/// <summary>
/// The protocol by which Crypt32 returns names: the result is the number of characters with the terminator, of those that are
/// needed without a buffer and of those that were written with one. What does not fit is cut off, never the terminator.
/// </summary>
internal static unsafe class CountedText
{
    private const byte ContinuationMask = 0xC0, Continuation = 0x80;

    /// <summary>Writes UTF-8; a character that would be cut in two is left out.</summary>
    public static uint Copy(string text, byte* buffer, uint size)
    {
        byte[] octets = Encoding.UTF8.GetBytes(text);
        if (buffer == null || size == 0)
            return (uint)octets.Length + 1;
        int length = (int)Math.Min((uint)octets.Length, size - 1);
        while (length < octets.Length && length > 0 && (octets[length] & ContinuationMask) == Continuation)
            length--;
        octets.AsSpan(0, length).CopyTo(new Span<byte>(buffer, length));
        buffer[length] = 0;
        return (uint)length + 1;
    }

    /// <summary>Writes UTF-16; a character that would be cut in two is left out.</summary>
    public static uint Copy(string text, char* buffer, uint size)
    {
        if (buffer == null || size == 0)
            return (uint)text.Length + 1;
        int length = (int)Math.Min((uint)text.Length, size - 1);
        if (length < text.Length && length > 0 && char.IsHighSurrogate(text[length - 1]))
            length--;
        text.AsSpan(0, length).CopyTo(new Span<char>(buffer, length));
        buffer[length] = '\0';
        return (uint)length + 1;
    }

    /// <summary>Writes a list of UTF-8 strings, each with its terminator and one more behind the last. Only whole strings are written.</summary>
    public static uint CopyList(IEnumerable<string> texts, byte* buffer, uint size) =>
        Copy(Joined(texts, buffer == null ? 0 : size, static text => Encoding.UTF8.GetByteCount(text)), buffer, size);

    /// <summary>As the other overload, in UTF-16.</summary>
    public static uint CopyList(IEnumerable<string> texts, char* buffer, uint size) =>
        Copy(Joined(texts, buffer == null ? 0 : size, static text => text.Length), buffer, size);

    private static string Joined(IEnumerable<string> texts, uint size, Func<string, int> lengthOf)
    {
        var joined = new StringBuilder();
        long used = 1;
        foreach (string text in texts)
        {
            used += lengthOf(text) + 1;
            if (size != 0 && used > size)
                break;
            joined.Append(text).Append('\0');
        }
        return joined.ToString();
    }
}
