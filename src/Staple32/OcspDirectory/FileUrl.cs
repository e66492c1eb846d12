namespace Staple32.OcspDirectory;

/// <summary>Paths as URLs, for naming the source of a response.</summary>
internal static class FileUrl
{
    private const string Verbatim = @"\\?\";
    private const string VerbatimShare = @"\\?\UNC\";

    /// <summary>The URL that those of a directory's files begin with.</summary>
    /// <param name="path">Absolute. On Windows also one that is to be taken as it stands ("\\?\C:\...").</param>
    public static string OfDirectory(string path)
    {
        string plain = path.StartsWith(VerbatimShare, StringComparison.OrdinalIgnoreCase) ? @"\\" + path[VerbatimShare.Length..]
            : path.StartsWith(Verbatim, StringComparison.Ordinal) ? path[Verbatim.Length..]
            : path;
        plain = Path.TrimEndingDirectorySeparator(plain) + Path.DirectorySeparatorChar;
        // A volume without a letter has no form as a URL; it only has to be told from others.
        return Uri.TryCreate(plain, UriKind.Absolute, out Uri? url) && url.IsFile
            ? url.AbsoluteUri
            : $"{Uri.UriSchemeFile}:///{Uri.EscapeDataString(plain)}";
    }
}
