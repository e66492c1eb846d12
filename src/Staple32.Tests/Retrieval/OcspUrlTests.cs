using Staple32.Retrieval;
using Xunit;

namespace Staple32.Tests.Retrieval;

public sealed class OcspUrlTests
{
    /// <summary>Its base64 is "+/+/+/8=".</summary>
    private static readonly byte[] s_request = [0xFB, 0xFF, 0xBF, 0xFB, 0xFF];

    [Theory]
    [InlineData("http://a", "http://a/%2B%2F%2B%2F%2B%2F8%3D")]
    [InlineData("http://a/", "http://a/%2B%2F%2B%2F%2B%2F8%3D")]
    [InlineData("http://a/ocsp", "http://a/ocsp/%2B%2F%2B%2F%2B%2F8%3D")]
    [InlineData("http://a/ocsp/", "http://a/ocsp/%2B%2F%2B%2F%2B%2F8%3D")]
    [InlineData("http://a:8080/x%20y", "http://a:8080/x%20y/%2B%2F%2B%2F%2B%2F8%3D")]
    [InlineData("https://user@[::1]/#part", "https://[::1]/%2B%2F%2B%2F%2B%2F8%3D")]
    public void The_request_follows_the_URL_after_one_slash(string url, string whole) =>
        Assert.Equal(whole, OcspUrl.ForGet(new Uri(url), s_request)?.AbsoluteUri);

    [Theory]
    [InlineData("http://a/?x")]
    [InlineData("http://a/p?")]
    [InlineData("http://a?x=/")]
    public void A_URL_with_a_query_takes_no_GET(string url) => Assert.Null(OcspUrl.ForGet(new Uri(url), s_request));

    [Fact]
    public void Under_255_bytes_in_all_is_GET()
    {
        // http://a/ and the path are 9 + n bytes, the slash one more, four letters for three bytes.
        byte[] request = new byte[3];
        for (int path = 200; path < 260; path++)
        {
            Uri? url = OcspUrl.ForGet(new Uri("http://a/" + new string('p', path)), request);
            int length = 9 + path + 1 + 4;
            Assert.Equal(length < 255, url is not null);
            Assert.Equal(url is null ? null : length, url?.AbsoluteUri.Length);
        }
    }

    [Fact]
    public void Escapes_count()
    {
        byte[] plain = new byte[150];
        byte[] escaped = new byte[150];
        Array.Fill(escaped, (byte)0xFF);
        Assert.NotNull(OcspUrl.ForGet(new Uri("http://a/"), plain));
        Assert.Null(OcspUrl.ForGet(new Uri("http://a/"), escaped));
    }

    [Fact]
    public void A_request_of_any_size_is_no_trouble() => Assert.Null(OcspUrl.ForGet(new Uri("http://a/"), new byte[1_000_000]));

    [Fact]
    public async Task On_the_wire_the_escapes_are_as_they_were_made()
    {
        await using var server = new FaultyServer(Faults.Good([1]));
        using var transport = new HttpTransport();
        Uri url = OcspUrl.ForGet(new Uri(server.Url, "ocsp"), s_request)!;
        await transport.SendAsync(new(url, null, CacheValidators.None), TimeSpan.FromSeconds(30), 4096, default);
        Assert.Equal("/ocsp/%2B%2F%2B%2F%2B%2F8%3D", Assert.Single(server.Requests).Target);
    }
}
