-- Uploads forms with one file of 1 KiB, each under a new name. Arguments: a prefix of the names, then headers.
local here = debug.getinfo(1, "S").source:match("@(.*/)")
dofile(here .. "done.lua")

local prefix, head, tail
local count = 0

function init(arguments)
    prefix = arguments[1]
    for i = 2, #arguments do
        local name, value = arguments[i]:match("([^:]+): (.*)")
        wrk.headers[name] = value
    end
    wrk.headers["Content-Type"] = "multipart/form-data; boundary=----------------------------0123456789"
    head = '------------------------------0123456789\r\n'
        .. 'Content-Disposition: form-data; name="request_file"; filename="'
    local bytes = {}
    math.randomseed(1)
    for i = 1, 1024 do
        bytes[i] = string.char(math.random(0, 255))
    end
    tail = '"\r\nContent-Type: application/octet-stream\r\n\r\n' .. table.concat(bytes)
        .. '\r\n------------------------------0123456789--\r\n'
end

function request()
    count = count + 1
    return wrk.format("POST", nil, nil, head .. prefix .. count .. tail)
end
