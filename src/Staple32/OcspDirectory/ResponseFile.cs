namespace Staple32.OcspDirectory;

/// <summary>What a look for a certificate's file brought.</summary>
/// <param name="Content">Null if there is none, or it cannot be read.</param>
/// <param name="Url">The file, as a URL.</param>
/// <param name="Detail">Why there is no content.</param>
public readonly record struct ResponseFile(byte[]? Content, string Url, string Detail);
