namespace Staple32.Prefetch;

/// <summary>The time a response is valid for: thisUpdate and the end that counts (nextUpdate or its stand-in).</summary>
public readonly record struct ResponseValidity(DateTimeOffset ThisUpdate, DateTimeOffset NextUpdate)
{
    /// <summary>Whether the response is time valid at <paramref name="now"/>; thisUpdate may lie ahead by the allowed skew.</summary>
    public bool Covers(DateTimeOffset now, TimeSpan skew) =>
        now < NextUpdate && (ThisUpdate <= now || ThisUpdate - now <= skew);
}
