# What a user would write instead.
param([string] $Server, [string] $Module, [int] $Repeat = 1, [string] $Mode = 'all')

function Invoke-Rest([string] $Path, [hashtable] $Headers = @{}, [hashtable] $Body) {
    $more = if ($Body) { @{ Method = 'Post'; Body = $Body } } else { @{} }
    Invoke-RestMethod "https://$Server$Path" -Headers $Headers -SkipCertificateCheck @more
}

for ($i = 0; $i -lt $Repeat; $i++) {
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $token = (Invoke-Rest /v5/token -Body @{ grant_type = 'password'; username = 'DOMAIN\admin'; password = 'benchmark' }).access_token
    $headers = @{ Authorization = "Bearer $token" }
    $connected = $watch.Elapsed.TotalMilliseconds
    if ($Mode -eq 'paged') {
        $offset = 0
        do {
            $page = Invoke-Rest "/v5/RestoreSessions?limit=10000&offset=$offset" $headers
            $page.results | Out-Null
            $offset += $page.results.Count
        } while ($page._links.PSObject.Properties['next'])
    }
    elseif ($Mode -eq 'day') {
        (Invoke-Rest '/v5/RestoreSessions?startTimeFrom=2026-05-31T12:00:00Z&limit=10000' $headers).results | Out-Null
    }
    elseif ($Mode -like 'event*') {
        # As public scripts do it: a list of the sessions, and a request for the events of each.
        :sessions foreach ($session in (Invoke-Rest '/v5/RestoreSessions?limit=10000' $headers).results) {
            foreach ($read in (Invoke-Rest "/v5/RestoreSessions/$($session.id)/Events?limit=10000" $headers).results) {
                if ($Mode -eq 'event') {
                    break sessions
                }
            }
        }
    }
    else {
        Invoke-Rest /v5/RestoreSessions $headers | Out-Null
    }
    $listed = $watch.Elapsed.TotalMilliseconds
    "list=$($listed - $connected);total=$listed"
}
'peak={0}' -f [Diagnostics.Process]::GetCurrentProcess().PeakWorkingSet64
