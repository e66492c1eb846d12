using System.Text;

namespace Staple32.Abi.Boundary;

/// <summary>Reads the host's zero-terminated strings: A functions take UTF-8, W functions UTF-16, on every platform.</summary>
internal static unsafe class NativeText
{
    /// <summary>No path or URL that the library takes is longer; whoever passes more has passed something else.</summary>
    private const int MaxLength = 32767;

    /// <summary>A UTF-8 string; null for a null pointer. Octets that are not UTF-8 become U+FFFD.</summary>
    /// <exception cref="AbiException">ERROR_INVALID_PARAMETER: no terminator within that many octets.</exception>
    public static string? FromUtf8(byte* text, int maxLength = MaxLength)
    {
        if (text == null)
            return null;
        return Encoding.UTF8.GetString(text, LengthOf(text, maxLength));
    }

    /// <summary>A UTF-16 string; null for a null pointer.</summary>
    /// <exception cref="AbiException">ERROR_INVALID_PARAMETER: no terminator within that many characters.</exception>
    public static string? FromUtf16(char* text, int maxLength = MaxLength)
    {
        if (text == null)
            return null;
        int length = 0;
        while (text[length] != '\0')
        {
            if (++length > maxLength)
                throw AbiException.InvalidParameter("unterminated string");
        }

        return new string(text, 0, length);
    }

    /// <summary>Whether two strings are the same, octet for octet. A null pointer is no string.</summary>
    public static bool Equal(byte* left, byte* right)
    {
        if (left == null || right == null)
            return false;
        for (; *left == *right; left++, right++)
        {
            if (*left == 0)
                return true;
        }

        return false;
    }

    /// <summary>The same pointer, or null for one of the small numbers that Crypt32 has in the place of object identifiers.</summary>
    public static byte* NotANumber(byte* text) => (nuint)text > ushort.MaxValue ? text : null;

    private static int LengthOf(byte* text, int maxLength)
    {
        int length = 0;
        while (text[length] != 0)
        {
            if (++length > maxLength)
                throw AbiException.InvalidParameter("unterminated string");
        }

        return length;
    }
}
