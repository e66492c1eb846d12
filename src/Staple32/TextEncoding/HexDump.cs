using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Staple32.TextEncoding;

/// <summary>
/// Hexadecimal text: <c>0010&lt;TAB&gt;00 01 02 03 04 05 06 07  08 09 0a 0b 0c 0d 0e 0f   ................</c>,
/// 16 bytes on a line, with or without the offset before and the characters behind.
/// </summary>
internal static class HexDump
{
    private const int BytesPerLine = 16;
    private const int BytesPerGroup = 8;

    /// <summary>Blanks between the last of 16 bytes and the characters; never so many between two bytes.</summary>
    private const int CharacterGap = 3;

    /// <summary>Where the characters begin: two digits for each of 16 bytes, a blank between, one more between the groups, the gap.</summary>
    private const int CharacterColumn = (BytesPerLine * 3) + CharacterGap;

    public static string Write(ReadOnlySpan<byte> data, bool address, bool characters, string lineEnd)
    {
        var text = new StringBuilder();
        for (int offset = 0; offset < data.Length; offset += BytesPerLine)
        {
            // Lines that are not ended are kept apart like groups.
            if (offset > 0 && lineEnd.Length == 0)
                text.Append("  ");
            if (address)
                text.Append(CultureInfo.InvariantCulture, $"{offset:x4}\t");
            ReadOnlySpan<byte> line = data[offset..Math.Min(data.Length, offset + BytesPerLine)];
            int start = text.Length;
            for (int i = 0; i < line.Length; i++)
            {
                if (i > 0)
                    text.Append(i == BytesPerGroup ? "  " : " ");
                text.Append(CultureInfo.InvariantCulture, $"{line[i]:x2}");
            }

            if (characters)
            {
                text.Append(' ', CharacterColumn - (text.Length - start));
                foreach (byte b in line)
                    text.Append(Printable(b));
            }

            text.Append(lineEnd);
        }

        return text.ToString();
    }

    /// <summary>The bytes of digits in one run, which may be broken into lines; null if it is anything else.</summary>
    public static byte[]? ReadRun(ReadOnlySpan<char> text)
    {
        var data = new List<byte>(text.Length / 2);
        foreach (ReadOnlySpan<char> line in text.EnumerateLines())
        {
            ReadOnlySpan<char> rest = line.Trim();
            for (; TryByte(rest, out byte value); rest = rest[2..])
                data.Add(value);
            if (!rest.IsEmpty)
                return null;
        }

        return [.. data];
    }

    /// <summary>The bytes of a dump with exactly those columns, or null.</summary>
    /// <remarks>Offsets must go on from the first. Strict: the characters must be those of the bytes.</remarks>
    public static byte[]? Read(ReadOnlySpan<char> text, bool address, bool characters, bool strict)
    {
        var data = new List<byte>(text.Length / 3);
        long first = -1;
        foreach (ReadOnlySpan<char> line in text.EnumerateLines())
        {
            ReadOnlySpan<char> rest = line.TrimStart();
            if (rest.IsEmpty)
                continue;
            if (address)
            {
                if (!TryAddress(ref rest, out long offset) || (first >= 0 && offset != first + data.Count))
                    return null;
                first = first < 0 ? offset : first;
            }

            int start = data.Count;
            int width = characters ? Math.Min(rest.Length, CharacterColumn) : rest.Length;
            if (!TryBytes(rest[..width], data))
                return null;
            if (characters && !AreCharacters(rest[width..], CollectionsMarshal.AsSpan(data)[start..], strict))
                return null;
        }

        return [.. data];
    }

    private static bool TryAddress(ref ReadOnlySpan<char> text, out long offset)
    {
        int length = text.IndexOfAny(' ', '\t');
        offset = 0;
        if (length is < 4 or > 8 || !long.TryParse(text[..length], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out offset))
            return false;
        text = text[length..].TrimStart();
        return true;
    }

    // Pairs of digits, one or two blanks between them. A wider gap would be the one before characters that look like digits.
    private static bool TryBytes(ReadOnlySpan<char> text, List<byte> data)
    {
        text = text.TrimEnd();
        while (TryByte(text, out byte value))
        {
            data.Add(value);
            text = text[2..];
            if (text.IsEmpty)
                return true;
            ReadOnlySpan<char> next = text.TrimStart();
            if (text.Length - next.Length is 0 or >= CharacterGap)
                return false;
            text = next;
        }

        return false;
    }

    private static bool AreCharacters(ReadOnlySpan<char> characters, ReadOnlySpan<byte> line, bool strict)
    {
        // Editors take trailing spaces away.
        int missing = line.Length - characters.Length;
        if (missing < 0 || line[^missing..].ContainsAnyExcept((byte)' '))
            return false;
        for (int i = 0; strict && i < characters.Length; i++)
        {
            if (characters[i] != Printable(line[i]))
                return false;
        }

        return true;
    }

    private static char Printable(byte b) => b is >= 0x20 and < 0x7F ? (char)b : '.';

    private static bool TryByte(ReadOnlySpan<char> text, out byte value)
    {
        value = 0;
        if (text.Length < 2 || !char.IsAsciiHexDigit(text[0]) || !char.IsAsciiHexDigit(text[1]))
            return false;
        value = byte.Parse(text[..2], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        return true;
    }
}
