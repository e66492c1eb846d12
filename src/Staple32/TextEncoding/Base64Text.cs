namespace Staple32.TextEncoding;

/// <summary>Reads Base64 with the tolerance that <see cref="TextDecoder"/> describes (RFC 4648, 4 and 5).</summary>
internal static class Base64Text
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    private const sbyte None = -1;

    private static readonly sbyte[] s_values = Values(Alphabet);
    private static readonly sbyte[] s_urlValues = Values(Alphabet.Replace('+', '-').Replace('/', '_'));

    /// <summary>The bytes, or null if the text is not Base64.</summary>
    public static byte[]? Read(ReadOnlySpan<char> text, bool urlAlphabet, bool strict)
    {
        sbyte[] values = urlAlphabet ? s_urlValues : s_values;
        byte[] data = new byte[(text.Length / 4 * 3) + 3];
        int written = 0, digits = 0;
        uint bits = 0;
        int position = 0;
        for (; position < text.Length; position++)
        {
            char c = text[position];
            if (IsWhiteSpace(c))
                continue;
            int value = c < values.Length ? values[c] : None;
            if (value < 0)
                break;
            bits = ((bits << 6) | (uint)value) & 0xFFFFFF;
            if (++digits % 4 == 0)
            {
                data[written++] = (byte)(bits >> 16);
                data[written++] = (byte)((bits >> 8) & 0xFF);
                data[written++] = (byte)(bits & 0xFF);
            }
        }

        ReadOnlySpan<char> rest = text[position..];
        if (!IsRestAcceptable(rest, digits % 4, mustPad: strict && !urlAlphabet, strict) || !TakeLast(data, ref written, bits, digits % 4, strict))
            return null;
        Array.Resize(ref data, written);
        return data;
    }

    public static bool IsWhiteSpace(char c) => c is ' ' or (>= '\t' and <= '\r');

    // The two or three digits that are left over stand for one or two bytes; the bits behind those should be zero.
    private static bool TakeLast(byte[] data, ref int written, uint bits, int left, bool strict)
    {
        switch (left)
        {
            case 0:
                return true;
            case 2:
                data[written++] = (byte)((bits >> 4) & 0xFF);
                return !strict || (bits & 0xF) == 0;
            case 3:
                data[written++] = (byte)((bits >> 10) & 0xFF);
                data[written++] = (byte)((bits >> 2) & 0xFF);
                return !strict || (bits & 0x3) == 0;
            default:
                return false;
        }
    }

    private static bool IsRestAcceptable(ReadOnlySpan<char> rest, int left, bool mustPad, bool strict)
    {
        int due = left == 0 ? 0 : 4 - left;
        int padding = 0, position = 0;
        for (; position < rest.Length && (rest[position] == '=' || IsWhiteSpace(rest[position])); position++)
            padding += rest[position] == '=' ? 1 : 0;

        // Anything but padding right behind the digits is not Base64 at all.
        if (position < rest.Length && padding == 0)
            return false;
        if (strict)
            return position == rest.Length && (padding == due || (padding == 0 && !mustPad));
        return true;
    }

    private static sbyte[] Values(string alphabet)
    {
        sbyte[] values = new sbyte[128];
        values.AsSpan().Fill(None);
        for (int i = 0; i < alphabet.Length; i++)
            values[alphabet[i]] = (sbyte)i;
        return values;
    }
}
