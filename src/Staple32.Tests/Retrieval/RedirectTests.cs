using System.Text;
using Staple32.Retrieval;
using Xunit;

namespace Staple32.Tests.Retrieval;

public sealed class RedirectTests
{
    private static readonly byte[] s_body = Encoding.ASCII.GetBytes("found");
    private static readonly TimeSpan s_ample = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task GET_follows_every_kind_of_redirect(int status)
    {
        await using var server = new FaultyServer(Hop(status));
        HttpAnswer answer = await AskAsync(server, "first", null);

        Assert.Equal((200, "found"), (answer.Status, Encoding.ASCII.GetString(answer.Body.Span)));
        Assert.All(server.Requests, request => Assert.Equal("GET", request.Method));
        Assert.Equal(["/first", "/there"], server.Requests.Select(request => request.Target));
    }

    [Theory]
    [InlineData(301, "POST")]
    [InlineData(302, "POST")]
    [InlineData(303, "GET")]
    [InlineData(307, "POST")]
    [InlineData(308, "POST")]
    public async Task POST_keeps_its_method_and_body_unless_told_to_see_other(int status, string second)
    {
        await using var server = new FaultyServer(Hop(status));
        HttpAnswer answer = await AskAsync(server, "first", "question"u8.ToArray());

        Assert.Equal(200, answer.Status);
        RecordedRequest followed = server.Requests[1];
        Assert.Equal(second, followed.Method);
        Assert.Equal(second == "POST" ? "question" : "", Encoding.ASCII.GetString(followed.Body));
    }

    [Theory]
    [InlineData(3, 200)]
    [InlineData(4, 302)]
    public async Task Three_redirects_are_followed_and_no_more(int redirects, int status)
    {
        await using var server = new FaultyServer(exchange =>
        {
            int left = int.Parse(exchange.Request.Target.AsSpan(1));
            return left == 0 ? exchange.AnswerAsync(200, null, s_body) : Faults.Redirect(302, $"/{left - 1}")(exchange);
        });
        HttpAnswer answer = await AskAsync(server, $"{redirects}", null);

        Assert.Equal(status, answer.Status);
        Assert.Equal(status == 200 ? TransportFailure.None : TransportFailure.BadRedirect, answer.Failure);
        Assert.Equal(4, server.Requests.Count);
    }

    [Theory]
    [InlineData("there?x=1", "/a/there?x=1")]
    [InlineData("/there", "/there")]
    [InlineData("../there", "/there")]
    [InlineData("?there", "/a/b?there")]
    public async Task A_relative_target_is_taken_from_where_it_stands(string location, string target)
    {
        await using var server = new FaultyServer(exchange => exchange.Request.Target == "/a/b"
            ? Faults.Redirect(302, location)(exchange)
            : exchange.AnswerAsync(200, null, s_body));
        await AskAsync(server, "a/b", null);
        Assert.Equal(target, server.Requests[1].Target);
    }

    [Fact]
    public async Task A_redirect_leads_to_another_server()
    {
        await using var other = new FaultyServer(Faults.Good(s_body));
        await using var server = new FaultyServer(Faults.Redirect(301, other.Url.AbsoluteUri));
        Assert.Equal(200, (await AskAsync(server, "", null)).Status);
        Assert.Equal((1, 1), (server.Requests.Count, other.Requests.Count));
    }

    [Theory]
    [InlineData("http://a/", "https://b/c", true)]
    [InlineData("http://a/", "//b/c", true)]
    [InlineData("https://a/", "https://b/", true)]
    [InlineData("https://a/", "//b/c", true)]
    [InlineData("https://a/", "http://a/", false)]
    [InlineData("http://a/", "file:///etc/passwd", false)]
    [InlineData("http://a/", "javascript:alert(1)", false)]
    [InlineData("http://a/", "ldap://b/", false)]
    [InlineData("http://a/", "http://[", false)]
    public void A_redirect_stays_with_http_and_never_leaves_https(string from, string location, bool followed)
    {
        string? refusal = Redirects.Follow(new Uri(from), location, 0, out Uri next);
        Assert.Equal(followed, refusal is null);
        Assert.Equal(followed ? new Uri(new Uri(from), location) : new Uri(from), next);
    }

    [Fact]
    public void A_target_that_would_forge_a_log_line_is_cleaned() =>
        Assert.DoesNotContain('\n', Redirects.Follow(new Uri("http://a/"), "http://[\n2026 all is well", 0, out _)!);

    private static Func<Exchange, Task> Hop(int status) => exchange => exchange.Request.Target == "/first"
        ? Faults.Redirect(status, "/there")(exchange)
        : exchange.AnswerAsync(200, null, s_body);

    private static async Task<HttpAnswer> AskAsync(FaultyServer server, string path, byte[]? post)
    {
        using var transport = new HttpTransport();
        var question = new HttpQuestion(new Uri(server.Url, path), null, CacheValidators.None);
        if (post is not null)
            question = question with { PostBody = post };
        return await transport.SendAsync(question, s_ample, 4096, default);
    }
}
