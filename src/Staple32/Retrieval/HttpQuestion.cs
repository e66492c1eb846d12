namespace Staple32.Retrieval;

/// <summary>What a cache needs to answer "unchanged" (RFC 9110 8.8): the values of ETag and Last-Modified as they came.</summary>
/// <remarks>They belong to the URL that gave them and mean nothing at another.</remarks>
public sealed record CacheValidators(string? ETag, string? LastModified)
{
    public static readonly CacheValidators None = new(null, null);

    public bool IsEmpty => ETag is null && LastModified is null;
}

/// <summary>One HTTP request.</summary>
/// <param name="Url">Absolute, http or https.</param>
/// <param name="PostBody">
/// Sent as application/ocsp-request; null asks with GET. (A null array converts to an empty body, which is POSTed.)
/// </param>
/// <param name="Validators">Sent with GET as If-None-Match and If-Modified-Since.</param>
public sealed record HttpQuestion(Uri Url, ReadOnlyMemory<byte>? PostBody, CacheValidators Validators);
