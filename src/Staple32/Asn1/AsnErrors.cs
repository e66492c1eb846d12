using System.Formats.Asn1;

namespace Staple32.Asn1;

internal static class AsnErrors
{
    /// <summary>
    /// The exception's message for people. The published library carries the framework's resource keys instead of its texts;
    /// a key, which has no spaces, would tell nobody anything.
    /// </summary>
    public static string Describe(this AsnContentException exception) =>
        exception.Message.Contains(' ', StringComparison.Ordinal) ? exception.Message : "the bytes are not DER of the kind expected here";
}
