using System.Globalization;
using System.Text;

namespace Staple32.Tests.Retrieval;

/// <summary>A request as it came over the wire.</summary>
/// <param name="Method">GET, POST, CONNECT.</param>
/// <param name="Target">As it stands in the request line, nothing decoded.</param>
/// <param name="Headers">In order.</param>
/// <param name="Body">As long as Content-Length says.</param>
public sealed record RecordedRequest(string Method, string Target, IReadOnlyList<(string Name, string Value)> Headers, byte[] Body)
{
    /// <summary>The method of a request that does not begin with a letter, such as a TLS ClientHello.</summary>
    public const string NotHttp = "not HTTP";

    /// <summary>The value of a header; null if it is missing.</summary>
    public string? Header(string name)
    {
        foreach (var (candidate, value) in Headers)
        {
            if (candidate.Equals(name, StringComparison.OrdinalIgnoreCase))
                return value;
        }

        return null;
    }

    /// <summary>Null when the client closes instead of asking.</summary>
    internal static async Task<RecordedRequest?> ReadAsync(Stream stream, CancellationToken cancel)
    {
        string? requestLine = await ReadLineAsync(stream, cancel);
        if (requestLine is null)
            return null;
        if (requestLine == NotHttp)
            return new RecordedRequest(NotHttp, "", [], []);
        string[] parts = requestLine.Split(' ');
        var headers = new List<(string, string)>();
        while (await ReadLineAsync(stream, cancel) is { Length: > 0 } line)
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            headers.Add((line[..colon], line[(colon + 1)..].Trim()));
        }

        var request = new RecordedRequest(parts[0], parts[1], headers, []);
        if (request.Header("Content-Length") is not { } length)
            return request;
        byte[] body = new byte[int.Parse(length, CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body, cancel);
        return request with { Body = body };
    }

    private static async Task<string?> ReadLineAsync(Stream stream, CancellationToken cancel)
    {
        var line = new StringBuilder();
        byte[] one = new byte[1];
        while (await stream.ReadAsync(one, cancel) == 1)
        {
            if (one[0] == '\n')
                return line.ToString().TrimEnd('\r');
            if (line.Length == 0 && one[0] < ' ' && one[0] != '\r')
                return NotHttp;
            line.Append((char)one[0]);
        }

        return null;
    }
}
