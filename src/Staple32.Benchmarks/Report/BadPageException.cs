namespace Staple32.Benchmarks.Report;

/// <summary>A page without the lines between which a benchmark's results are to stand.</summary>
internal sealed class BadPageException(string message) : Exception(message);
