using System.Text;
using Staple32.Retrieval;
using Xunit;

namespace Staple32.Tests.Retrieval;

public sealed class ProxyTests
{
    private static readonly TimeSpan s_ample = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("http://ca.example/", "http://p:3128/")]
    [InlineData("https://ca.example/", "http://q:8080/")]
    [InlineData("http://direct.example/", null)]
    [InlineData("http://DIRECT.example./", null)]
    [InlineData("http://a.direct.example/", null)]
    [InlineData("http://notdirect.example/", "http://p:3128/")]
    [InlineData("http://a.dotted.example/", null)]
    [InlineData("http://dotted.example/", null)]
    [InlineData("http://ported.example:8080/", null)]
    [InlineData("http://ported.example/", "http://p:3128/")]
    [InlineData("http://10.1.2.3/", null)]
    [InlineData("http://11.1.2.3/", "http://p:3128/")]
    [InlineData("http://192.0.2.7/", null)]
    [InlineData("http://192.0.2.70/", "http://p:3128/")]
    [InlineData("http://[2001:db8::1]/", null)]
    [InlineData("http://[2001:db9::1]/", "http://p:3128/")]
    [InlineData("http://[::1]:81/", null)]
    public void The_variables_decide_by_scheme_and_host(string url, string? proxy)
    {
        ProxyVariables variables = Variables(
            ("http_proxy", "p:3128"),
            ("https_proxy", "http://q:8080"),
            ("no_proxy", "direct.example, .dotted.example ported.example:8080,10.9.9.9/8,192.0.2.7,2001:db8::/32,[::1]:81"));
        Assert.Equal(proxy, variables.GetProxy(new Uri(url))?.AbsoluteUri);
        Assert.Equal(proxy is null, variables.IsBypassed(new Uri(url)));
    }

    [Fact]
    public void A_star_means_no_proxy_at_all() =>
        Assert.Null(Variables(("http_proxy", "p:1"), ("no_proxy", "*")).GetProxy(new Uri("http://a/")));

    [Fact]
    public void Small_letters_come_before_capitals()
    {
        var url = new Uri("http://a/");
        Assert.Equal(1, Variables(("http_proxy", "p:1"), ("HTTP_PROXY", "p:2")).GetProxy(url)?.Port);
        Assert.Equal(2, Variables(("HTTP_PROXY", "p:2")).GetProxy(url)?.Port);
    }

    [Fact]
    public void In_a_CGI_program_capitals_are_the_clients_header() =>
        Assert.False(Variables(("HTTP_PROXY", "evil:1"), ("GATEWAY_INTERFACE", "CGI/1.1")).IsSet);

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("gopher://p:70")]
    [InlineData("http://")]
    [InlineData("http://p:99999")]
    public void A_value_that_names_no_proxy_counts_as_none(string value) => Assert.False(Variables(("http_proxy", value)).IsSet);

    [Theory]
    [InlineData(",,,/,:,[,],[]:,1.2.3.4/33,1.2.3.4/x,::/129,a:99999,.")]
    public void Nonsense_in_no_proxy_is_passed_over(string list) =>
        Assert.NotNull(Variables(("http_proxy", "p:1"), ("no_proxy", list)).GetProxy(new Uri("http://b/")));

    [Fact]
    public async Task A_proxy_is_given_the_whole_URL()
    {
        await using var proxy = new FaultyServer(Faults.Good("x"u8.ToArray()));
        HttpAnswer answer = await AskAsync(proxy, "http://ca.invalid/ocsp", "");

        Assert.Equal(200, answer.Status);
        Assert.Equal("http://ca.invalid/ocsp", Assert.Single(proxy.Requests).Target);
    }

    [Theory]
    [InlineData("http://ca.invalid/", "GET")]
    [InlineData("https://ca.invalid/", "CONNECT")]
    public async Task A_proxy_that_wants_a_password_is_an_HTTP_error(string url, string method)
    {
        await using var proxy = new FaultyServer(Faults.Status(407, "Proxy-Authenticate: Basic realm=\"x\""));
        HttpAnswer answer = await AskAsync(proxy, url, "");

        Assert.Equal((TransportFailure.None, 407), (answer.Failure, answer.Status));
        Assert.Equal(method, Assert.Single(proxy.Requests).Method);
    }

    [Fact]
    public async Task A_password_in_the_proxys_URL_is_given_to_the_proxy_that_asks()
    {
        string expected = "Basic " + Convert.ToBase64String(Encoding.ASCII.GetBytes("me:a:b c"));
        await using var proxy = new FaultyServer(exchange => exchange.Request.Header("Proxy-Authorization") == expected
            ? exchange.AnswerAsync(200, null, "x"u8.ToArray())
            : Faults.Status(407, "Proxy-Authenticate: Basic realm=\"x\"")(exchange));
        Assert.Equal(200, (await AskAsync(proxy, "http://ca.invalid/", "me:a%3Ab%20c@")).Status);
    }

    [Fact]
    public async Task A_proxy_that_refuses_a_tunnel_is_reported_with_its_status()
    {
        await using var proxy = new FaultyServer(Faults.Status(502));
        HttpAnswer answer = await AskAsync(proxy, "https://ca.invalid/", "");
        Assert.Equal((TransportFailure.None, 502), (answer.Failure, answer.Status));
    }

    private static async Task<HttpAnswer> AskAsync(FaultyServer proxy, string url, string user)
    {
        string value = $"http://{user}127.0.0.1:{proxy.Port}";
        using var transport = new HttpTransport(new() { Proxy = Variables(("http_proxy", value), ("https_proxy", value)) });
        return await transport.SendAsync(new(new Uri(url), null, CacheValidators.None), s_ample, 4096, default);
    }

    private static ProxyVariables Variables(params (string Name, string Value)[] set) =>
        new(name => set.FirstOrDefault(variable => variable.Name == name).Value);
}
