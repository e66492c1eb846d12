using System.Globalization;
using Staple32.Benchmarks.Fleet;
using Staple32.Benchmarks.Report;

namespace Staple32.Benchmarks;

/// <summary>The commands that scripts/bench.sh and benchmarks/*.sh call.</summary>
internal static class Program
{
    private const string Usage = """
        usage: Staple32.Benchmarks COMMAND [argument ...]

          report --results DIR --goals FILE [--charts FILE --page FILE] [NAME...]
              reads what the named benchmarks (default: all in DIR) printed and shows tables; with --page writes them
              and their plots into that page instead

          fleet-contexts SET COUNT
              makes a SslStreamCertificateContext for each certificate and waits to be ended
        """;

    private static int Main(string[] arguments)
    {
        try
        {
            return arguments switch
            {
                ["report", .. string[] rest] => ReportCommand.Run(ReportOptions.Parse(rest), Console.Out),
                ["fleet-contexts", string set, string count] => ContextPeer.Run(set, Number(count)),
                _ => throw new UsageException("no such command"),
            };
        }
        catch (UsageException e)
        {
            Console.Error.WriteLine($"Staple32.Benchmarks: {e.Message}\n\n{Usage}");
            return 2;
        }
        catch (Exception e) when (e is BadLineException or BadPageException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"Staple32.Benchmarks: {e.Message}");
            return 1;
        }
    }

    private static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value > 0
        ? value
        : throw new UsageException($"'{text}' is not a number");
}
